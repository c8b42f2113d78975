/** What is to be said of breaking changes, and whether that keeps them from being merged. */
export interface Judgement {
  readonly lines: readonly string[];
  readonly isAccepted: boolean;
}

/** Each breaking change needs a reason, and each reason a change: what is accepted is in the diff, and no more than that. */
export function judgeChanges(breaking: readonly string[], accepted: Readonly<Record<string, string>>): Judgement {
  const isMeant = (change: string) => Boolean(accepted[change]?.trim());
  const unmeant = breaking.filter((change) => !isMeant(change));
  const idle = Object.keys(accepted).filter((change) => !breaking.includes(change));
  return {
    isAccepted: unmeant.length + idle.length === 0,
    lines: [
      ...unmeant.map((change) => `BREAKING  ${change}`),
      ...idle.map((change) => `ACCEPTED, and not so: ${change}`),
      ...breaking.filter(isMeant).map((change) => `accepted  ${change} ${accepted[change]}`),
    ],
  };
}
