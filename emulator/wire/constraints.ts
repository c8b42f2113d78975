/** AWS's documented constraints on one member of a request. Ranges are inclusive. */
export type MemberRule =
  | { type: 'string'; required?: true; min?: number; max?: number; pattern?: RegExp; enum?: readonly string[] }
  | { type: 'integer'; required?: true; min?: number; max?: number }
  | { type: 'boolean'; required?: true }
  | { type: 'list'; required?: true; min?: number; max?: number; member: MemberRule }
  | { type: 'map'; required?: true; min?: number; max?: number; key: MemberRule; value: MemberRule }
  | { type: 'structure'; required?: true; members: InputTable };

/** The members of a request structure, by their AWS names. A member that is not in the table is refused. */
export type InputTable = { readonly [member: string]: MemberRule };
