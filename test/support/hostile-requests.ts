/** A hostile request. */
export interface Hostile {
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Status where the client accepts `application/graphql-response+json`; 400 unless given. */
  readonly status?: number;
  /** `BAD_USER_INPUT` unless given. */
  readonly code?: string;
}

/** Creates a request; a different one for each `nonce`, so that none is cached. */
type Maker = (nonce: string) => Hostile;

const asDocument =
  (text: string, code = 'BAD_USER_INPUT', variables: object = {}, more: object = {}): Maker =>
  (nonce) => ({ body: JSON.stringify({ query: `${text}\n# ${nonce}`, variables, ...more }), code });

/** Values that their field rejects when it is executed: the rest of the document would be answered. */
const executed =
  (text: string, code: string, variables: object = {}): Maker =>
  (nonce) => ({ ...asDocument(text, code, variables)(nonce), status: 200 });

const tooComplex = (text: string, variables?: object) => asDocument(text, 'QUERY_TOO_COMPLEX', variables);

const asBody =
  (text: string | Buffer, expected: Omit<Hostile, 'body'> = {}): Maker =>
  () => ({ body: text, ...expected });

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');
const nested = (depth: number, open: string, inner: string, close: string) =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

const inFleet = (selection: string) => `{ fleets { nodes { ${selection} } } }`;
const fragments = (count: number, selection: (index: number) => string) =>
  times(count, (i) => `fragment F${i} on Fleet { ${selection(i)} }`);
const BACK_TO_FLEETS = (selection: string) =>
  `stacks { nodes { fleets { nodes { ${selection} } edges { node { ${selection} } } } } }`;

const DEEP: Record<string, Maker> = {
  'fields, nested 500 times': tooComplex(
    inFleet(nested(125, 'stacks { nodes { fleets { nodes { ', 'name', ' } } } }')),
  ),
  'fields, nested 100,000 times': tooComplex(nested(20_000, '{a', '', '}')),
  'lists in a literal, nested 2,400 times': tooComplex(`{ node(id: ${'['.repeat(2_400)}`),
  'input objects in a literal, nested 600 times': tooComplex(
    `{ sessions(filter: ${nested(600, '{a:', '1', '}')}) { nodes { id } } }`,
  ),
  'input objects in a variable, nested 100,000 times': (nonce) => ({
    body: `{"query":"query ($f: SessionFilter) { sessions(filter: $f) { nodes { id } } } # ${nonce}","variables":{"f":${nested(100_000, '{"a":', '1', '}')}}}`,
    code: 'QUERY_TOO_COMPLEX',
  }),
  'an undeclared variable, nested 400,000 times': (nonce) => ({
    body: `{"query":"{ fleets { nodes { name } } } # ${nonce}","variables":{"x":${nested(400_000, '[', '', ']')}}}`,
    code: 'QUERY_TOO_COMPLEX',
  }),
  'an operation name that is lists, nested 400,000 times': (nonce) => ({
    body: `{"query":"{ fleets { nodes { name } } } # ${nonce}","operationName":${nested(400_000, '[', '', ']')}}`,
    code: 'QUERY_TOO_COMPLEX',
  }),
  'an operation name that is lists, nested 50 times': asDocument('{ __typename }', 'BAD_USER_INPUT', undefined, {
    operationName: JSON.parse(nested(50, '[', '', ']')),
  }),
  'an undeclared variable, nested 1,500 times': asDocument('{ fleets { nodes { name } } }', 'QUERY_TOO_COMPLEX', {
    x: JSON.parse(nested(1_500, '[', '', ']')),
  }),
  'a list type, nested 1,000 times': tooComplex(`query ($a: ${nested(1_000, '[', 'Int', ']')}) { __typename }`),
};

const MANY: Record<string, Maker> = {
  '5,000 aliases': tooComplex(inFleet(times(5_000, (i) => `a${i}: name`))),
  '201 aliases, each of which is a call': tooComplex(
    `{ ${times(201, (i) => `a${i}: fleet(name: "f${i}") { name }`)} }`,
  ),
  '201 aliases by a fragment': tooComplex(
    `{ ${times(3, (i) => `f${i}: fleets { nodes { ...F0 } }`)} } ${fragments(1, () => times(67, (i) => `a${i}: name`))}`,
  ),
  '10,000 directives': tooComplex(inFleet(`name ${'@skip(if: false) '.repeat(10_000)}`)),
  '201 directives': tooComplex(inFleet(`name ${'@x '.repeat(201)}`)),
  '10,000 directives of a variable': tooComplex(`query ($a: Int ${'@x '.repeat(10_000)}) { __typename }`),
  '10,000 repeated fields': tooComplex(inFleet('name '.repeat(10_000))),
  '2,001 repeated fields': tooComplex(inFleet('name '.repeat(1_999))),
  '10,000 repeated fields by fragments': tooComplex(
    `{ ${'fleets { nodes { ...F0 } } '.repeat(100)} } ${fragments(1, () => 'name '.repeat(100))}`,
  ),
  '340 repeated fields with fields of their own': tooComplex(inFleet('stacks { nodes { name } } '.repeat(340))),
  '10,000 arguments': tooComplex(`{ fleet(${times(10_000, (i) => `a${i}: 1`)}) { name } }`),
  '2,000 unknown fields, almost as one that there is': asDocument(`{ ${times(1_900, (i) => `appStreamSession${i}`)} }`),
  '800 operations': asDocument(times(400, (i) => `query Q${i} { __typename }`)),
  '600 unused variables': asDocument(`query (${times(600, (i) => `$a${i}: Int`)}) { __typename }`),
  '11 mutations': tooComplex(
    `mutation { ${times(11, (i) => `m${i}: terminateSessions(input: { ids: ["x"] }) { userErrors { code } }`)} }`,
  ),
  '11 mutations by a fragment': tooComplex(
    `mutation { ...M } fragment M on Mutation { ${times(11, (i) => `m${i}: terminateSessions(input: { ids: ["x"] }) { userErrors { code } }`)} }`,
  ),
};

const CIRCLES: Record<string, Maker> = {
  'a fragment in itself': asDocument(`${inFleet('...F0')} ${fragments(1, () => '...F0')}`),
  'a fragment in itself, by fields': asDocument(`${inFleet('...F0')} ${fragments(1, () => BACK_TO_FLEETS('...F0'))}`),
  '170 fragments in circles': asDocument(
    `${inFleet('...F0')} ${fragments(170, (i) => `name ...F${(i + 1) % 170} ...F${(i + 2) % 170} ...F${(i + 7) % 170}`)}`,
  ),
  '200 fragments in one circle': asDocument(
    `${inFleet('...F0')} ${fragments(200, (i) => `name ...F${(i + 1) % 200}`)}`,
  ),
  'fragments that double each other 150 times': tooComplex(
    `${inFleet('...F0')} ${fragments(150, (i) => (i < 149 ? `name ...F${i + 1} ...F${Math.min(i + 2, 149)}` : 'name'))}`,
  ),
  'fragments that multiply by fields': tooComplex(
    `${inFleet('...F0')} ${fragments(6, (i) => (i < 5 ? BACK_TO_FLEETS(`name ...F${i + 1} `) : times(40, () => 'name arn')))}`,
  ),
};

const INTROSPECTION: Record<string, Maker> = {
  'types of fields of types of fields': asDocument(
    `{ __schema { types { ${nested(3, 'fields { type { ', 'name', ' } }')} } } }`,
  ),
  'the type of a type, 500 times': tooComplex(`{ __schema { types { ${nested(500, 'ofType { ', 'name', ' }')} } } }`),
  'the schema 100 times': tooComplex(`{ ${times(100, (i) => `a${i}: __schema { types { name fields { name } } }`)} }`),
  'the fields of every field 100 times': tooComplex(
    `{ __schema { types { fields { type { ${times(100, (i) => `a${i}: fields { name }`)} } } } } }`,
  ),
  'the same by a fragment': tooComplex(
    `{ __schema { types { ...T } } } fragment T on __Type { ${times(30, () => 'fields { name }')} }`,
  ),
};

const LARGE: Record<string, Maker> = {
  'a document of 2 MB': (nonce) => ({ ...asDocument(`{ ${'name '.repeat(400_000)} }`)(nonce), status: 413 }),
  'a document of 900 kB': tooComplex(`{ ${'name '.repeat(180_000)} }`),
  'a comment of 900 kB': tooComplex(`# ${'x'.repeat(900_000)}\n{ __typename }`),
  '90 kB of braces': tooComplex('{'.repeat(90_000)),
  '90 kB of names': tooComplex(`{ ${'a '.repeat(45_000)} }`),
  '90 kB of commas': asDocument(','.repeat(90_000)),
  'a name of 90,000 letters': asDocument(`{ ${'a'.repeat(90_000)} }`),
  'a string of 90,000 characters': executed(`{ fleet(name: "${'a'.repeat(90_000)}") { name } }`, 'BAD_USER_INPUT'),
  'a string of 900,000 characters in a variable': executed(
    'query ($name: String!) { fleet(name: $name) { name } }',
    'BAD_USER_INPUT',
    { name: 'a'.repeat(900_000) },
  ),
  'a string that does not end': asDocument(`{ fleet(name: "${'a'.repeat(90_000)}`),
  'a number of 90,000 digits': asDocument(`{ fleets(first: ${'9'.repeat(90_000)}) { nodes { name } } }`),
  'a number of 900,000 digits in a variable': (nonce) => ({
    body: `{"query":"query ($n: Int) { fleets(first: $n) { nodes { name } } } # ${nonce}","variables":{"n":${'9'.repeat(900_000)}}}`,
  }),
  'a number beyond 32 bits': asDocument('{ fleets(first: 2147483648) { nodes { name } } }'),
  'an id of 900,000 characters': executed('query ($id: ID!) { node(id: $id) { id } }', 'INVALID_ID', {
    id: 'A'.repeat(900_000),
  }),
  'a cursor of 900,000 characters': executed(
    'query ($after: String) { fleets(after: $after) { nodes { name } } }',
    'INVALID_CURSOR',
    { after: `${'A'.repeat(900_000)}.0.${'A'.repeat(16)}` },
  ),
  'an enum value of 900,000 letters': asDocument(
    'query ($s: SsmSessionState!) { ssmSessions(state: $s) { nodes { id } } }',
    'BAD_USER_INPUT',
    { s: 'A'.repeat(900_000) },
  ),
  '50,000 unknown members of an input object': asDocument(
    'query ($f: SessionFilter) { sessions(filter: $f) { nodes { id } } }',
    'QUERY_TOO_COMPLEX',
    { f: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`service${i}`, 1])) },
  ),
  '4,000 unknown members, beside a string of 800,000 characters': asDocument(
    'query ($f: SessionFilter) { sessions(filter: $f) { nodes { id } } }',
    'BAD_USER_INPUT',
    {
      f: {
        userName: 'x'.repeat(800_000),
        ...Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`service${i}`, 1])),
      },
    },
  ),
  '200,000 wrong values of a list': asDocument(
    'query ($f: SessionFilter) { sessions(filter: $f) { nodes { id } } }',
    'QUERY_TOO_COMPLEX',
    { f: { services: Array.from({ length: 200_000 }, () => 'X') } },
  ),
};

const ODD: Record<string, Maker> = {
  'a batch of one': asBody('[{"query":"{ __typename }"}]'),
  'a batch of 10,000': asBody(
    JSON.stringify(Array.from({ length: 10_000 }, () => ({ query: '{ fleets { nodes { name } } }' }))),
    { code: 'QUERY_TOO_COMPLEX' },
  ),
  'lists, nested 500,000 times': asBody(nested(500_000, '[', '', ']'), { code: 'QUERY_TOO_COMPLEX' }),
  'lists, nested 90 times, and brackets in a text': asBody(
    JSON.stringify([JSON.parse(nested(90, '[', '', ']')), '[{"\\"'.repeat(10_000)]),
  ),
  'invalid UTF-8': asBody(
    Buffer.concat([
      Buffer.from('{"query":"{ fleet(name: \\"'),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('\\") { name } }"}'),
    ]),
  ),
  'UTF-8 in more bytes than it takes': asBody(
    Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
  ),
  'half a surrogate pair': asBody('{"query":"{ fleet(name: \\"\\ud83d\\") { name } }"}'),
  'half a surrogate pair by an escape of GraphQL': asDocument('{ fleet(name: "\\uD83D") { name } }'),
  'a character that there is not': asDocument('{ fleet(name: "\\u{110000}") { name } }'),
  'zero bytes': asBody(Buffer.alloc(1_000)),
  'no byte at all': asBody(''),
  'a byte order mark': asBody('\ufeff{"query":"{ __typename }"}'),
  'JSON that breaks off': asBody('{"query":"{ fleets'),
  'a query that is a list': asBody('{"query":["{ __typename }"]}'),
  'variables that are text': asBody('{"query":"{ __typename }","variables":"{}"}'),
  'a subscription': asDocument('subscription { fleets { nodes { name } } }'),
  'a form': asBody('query=%7B__typename%7D', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
  }),
  text: asBody('{"query":"{ __typename }"}', { headers: { 'content-type': 'text/plain' }, status: 415 }),
  'a document as such': asBody('{ __typename }', { headers: { 'content-type': 'application/graphql' }, status: 415 }),
  'a compressed body': asBody(Buffer.from('1f8b0800', 'hex'), { headers: { 'content-encoding': 'gzip' } }),
};

export const HOSTILE: Readonly<Record<string, Maker>> = {
  ...DEEP,
  ...MANY,
  ...CIRCLES,
  ...INTROSPECTION,
  ...LARGE,
  ...ODD,
};
