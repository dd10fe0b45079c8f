const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A length in binary units, at most three digits: `812 B`, `5.7 MiB`, `412 KiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes / 1024;
  let unit = 0;
  // 999.5 would be printed with four digits, so it goes up like 1024 does.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** What would go: `−5.7 MiB`; of nothing `0 B`. */
export function formatSaving(bytes: number): string {
  return bytes === 0 ? '0 B' : `−${formatBytes(bytes)}`;
}

/** A duration as people read it: `0.2 s`, `83 s` as `1 min 23 s`; what is shorter than it can show is `<0.1 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.05) return '<0.1 s';
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
