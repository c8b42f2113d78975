import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** Changes of a URL's parameters: a text, several texts, or null to remove one. */
export type ParamChanges = Readonly<Record<string, string | readonly string[] | null>>;

/** Returns changed parameters; those that are not named stay. */
export function changedParams(params: URLSearchParams, changes: ParamChanges): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const text of value === null ? [] : [value].flat()) next.append(name, text);
  }
  return next;
}

/**
 * State of a view in its URL, so that each is a link, and the browser goes back and forth between them.
 *
 * @returns the parameters, and a function that changes some of them as a new entry of the history
 */
export function useQueryState(): readonly [URLSearchParams, (changes: ParamChanges, replace?: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: ParamChanges, replace = false) => setParams((before) => changedParams(before, changes), { replace }),
    [setParams],
  );
  return [params, change];
}
