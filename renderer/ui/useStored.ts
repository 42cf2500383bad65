import { useCallback, useState } from 'react';

/** State that a person's next visit finds again. What cannot be read any more gives way to the initial value. */
export function useStored<T>(key: string, initial: T): readonly [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => read(key, initial));
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      localStorage.setItem(`gantry.${key}`, JSON.stringify(next));
    },
    [key],
  );
  return [value, keep];
}

function read<T>(key: string, initial: T): T {
  const kept = localStorage.getItem(`gantry.${key}`);
  if (kept === null) return initial;
  try {
    return JSON.parse(kept) as T;
  } catch {
    return initial;
  }
}
