export type ThemeName = 'auto' | 'light' | 'dark';

export const themes: readonly (readonly [ThemeName, string])[] = [
  ['auto', 'Auto'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export interface Theme {
  readonly chosen: () => ThemeName;
  readonly set: (name: ThemeName) => void;
}

const key = 'slipway-theme';

/** Light or dark as the system has it, or as was chosen once. */
export function openTheme(whenChanged: () => void): Theme {
  let name = remembered();
  const apply = (): void => {
    if (name === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = name;
    whenChanged();
  };
  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', whenChanged);
  return {
    chosen: () => name,
    set: (chosen) => {
      name = chosen;
      remember(chosen);
      apply();
    },
  };
}

/** A page from a file may have no storage. */
function remembered(): ThemeName {
  try {
    const name = localStorage.getItem(key);
    return name === 'light' || name === 'dark' ? name : 'auto';
  } catch {
    return 'auto';
  }
}

function remember(name: ThemeName): void {
  try {
    localStorage.setItem(key, name);
  } catch {
    // Then it holds until the page is closed.
  }
}
