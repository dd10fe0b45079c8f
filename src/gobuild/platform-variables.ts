import type { Platform } from '../request/platform.ts';
import type { TargetSettings } from '../request/request.ts';

/** The go command's variables for one platform (go help environment, "Architecture-specific environment variables"). */
export function platformVariables(
  platform: Platform,
  settings: Pick<TargetSettings, 'cgo' | 'goexperiment'>,
): Record<string, string> {
  const number = platform.variant?.slice(1);
  return {
    GOOS: platform.os,
    GOARCH: platform.architecture,
    CGO_ENABLED: settings.cgo ? '1' : '0',
    ...(platform.architecture === 'amd64' && { GOAMD64: `v${number ?? '1'}` }),
    ...(platform.architecture === 'arm' && { GOARM: number ?? '7' }),
    ...(settings.goexperiment.length > 0 && { GOEXPERIMENT: settings.goexperiment.join(',') }),
  };
}
