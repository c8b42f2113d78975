const teams =
  'Design Engineering Finance Analytics Trading Support Training Research Simulation Video Legal Lab Planning Sales Quality Geology'.split(
    ' ',
  );

/** `Design`, `Engineering` … `Design-2` … */
export function teamName(index: number): string {
  const round = Math.floor(index / teams.length) + 1;
  return `${teams[index % teams.length]}${round === 1 ? '' : `-${round}`}`;
}
