export interface KeyCode {
  readonly code: string;
  readonly windowsVirtualKeyCode: number;
  /** What the key writes. */
  readonly text?: string;
}

/** Keys as the DevTools protocol names them (Input.dispatchKeyEvent; UI Events, "code"). */
export const keyCodes = {
  ArrowDown: { code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  ArrowLeft: { code: 'ArrowLeft', windowsVirtualKeyCode: 37 },
  ArrowRight: { code: 'ArrowRight', windowsVirtualKeyCode: 39 },
  ArrowUp: { code: 'ArrowUp', windowsVirtualKeyCode: 38 },
  End: { code: 'End', windowsVirtualKeyCode: 35 },
  Enter: { code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Escape: { code: 'Escape', windowsVirtualKeyCode: 27 },
  Home: { code: 'Home', windowsVirtualKeyCode: 36 },
  Tab: { code: 'Tab', windowsVirtualKeyCode: 9 },
  '/': { code: 'Slash', windowsVirtualKeyCode: 191, text: '/' },
  ' ': { code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
} as const satisfies Readonly<Record<string, KeyCode>>;

export type Key = keyof typeof keyCodes;
