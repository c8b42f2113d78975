import type { Attack } from './attack.ts';
import { COMPILING } from './attacks/compiling.ts';
import { CROWDS } from './attacks/crowds.ts';
import { CURSORS } from './attacks/cursors.ts';
import { FILTERS } from './attacks/filters.ts';
import { LEAVING } from './attacks/leaving.ts';
import { LOOPS } from './attacks/loops.ts';
import { NAMES } from './attacks/names.ts';
import { PEOPLE } from './attacks/people.ts';
import { READERS } from './attacks/readers.ts';
import { ANSWERS } from './attacks/upstream-answers.ts';
import { VALUES } from './attacks/values.ts';

export const ATTACKS: readonly Attack[] = [
  ...COMPILING,
  ...CROWDS,
  ...PEOPLE,
  ...LOOPS,
  ...CURSORS,
  ...VALUES,
  ...FILTERS,
  ...READERS,
  ...ANSWERS,
  ...LEAVING,
  ...NAMES,
];
