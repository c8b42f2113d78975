/** Somebody who works here, under the name that the session gateway gives them: an e-mail address in lower case. */
export interface Person {
  readonly userName: string;
  readonly displayName: string;
  /** The name of their team. */
  readonly team: string;
}

/** Person as the directory knows them. */
export interface Company {
  readonly people: readonly Person[];
  /** ARNs. */
  readonly criticalFleets: readonly string[];
  /** Ids of WorkSpaces Pools by team. */
  readonly pools: Readonly<Record<string, string>>;
}

/** Those who have sessions in the emulator's world: `npm start` seeds it with the same people each time. */
const teams: Readonly<Record<string, string>> = {
  Operations:
    'Alice Martin, Quentin Martin, Priya Brandt, Grace Keller, Elena Garcia, Hugo Garcia, Oscar Silva, Grace Petrova, Hugo Dubois, Jonas Cohen, Alice Kamau',
  Design:
    'Zoe Silva, Rosa Lindqvist, Grace Jansen, Victor Demir, David Jansen, Nadia Petrova, Ines Torres, Hugo Haddad, Alice Brandt, Ulrike Keller, Yusuf Keller, Zoe Dubois, Alice Moreau',
  Trading:
    'Liam Jansen, Farid Cohen, Katarzyna Silva, Ines Garcia, Yusuf Kamau, Quentin Garcia, Ines Murphy, Rosa Keller, Elena Dubois',
  Research:
    'David Kowalska, Zoe Larsen, Yusuf Cohen, Bruno Moreau, Alice Jansen, Zoe Novak, Quentin Meyer, Ulrike Larsen, Quentin Sharma',
  Support:
    'Mei Keller, David Tanaka, Wanjiru Silva, Hugo Torres, Wanjiru Rossi, David Moreau, Alice Demir, Zoe Martin, Alice Kowalska',
  Finance:
    'Hugo Novak, David Cohen, Nadia Demir, Ines Okafor, Ulrike Brandt, Nadia Murphy, Quentin Okafor, Chiara Kowalska, Ulrike Dubois',
};

const fleet = (name: string) => `arn:aws:appstream:eu-west-1:123456789012:fleet/${name}`;

export const company: Company = {
  people: Object.entries(teams).flatMap(([team, names]) =>
    names.split(', ').map((displayName) => ({
      userName: `${displayName.replace(' ', '.').toLowerCase()}@example.com`,
      displayName,
      team,
    })),
  ),
  criticalFleets: [fleet('Design-Fleet'), fleet('Trading-Fleet')],
  pools: { Operations: 'wspool-u9oecvxvh', Support: 'wspool-fhhc21np6' },
};
