// What the browser keeps for the pages.

/** A value kept in web storage, or only in memory where the browser forbids that. */
export function kept(storageName, key) {
  let memory = null;
  return {
    get() {
      try { return globalThis[storageName].getItem(key) ?? memory; } catch { return memory; }
    },
    set(value) {
      memory = value;
      try {
        if (value === null) globalThis[storageName].removeItem(key);
        else globalThis[storageName].setItem(key, value);
      } catch { /* Memory has it. */ }
    },
  };
}

export const keptLocale = kept('localStorage', 'martlet.locale');
