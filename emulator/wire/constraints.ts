/** Constraints of the service model on one member of a request. Ranges are inclusive. */
export type MemberRule =
  | { type: 'string'; required?: true; min?: number; max?: number; pattern?: RegExp; enum?: readonly string[] }
  | { type: 'integer'; required?: true; min?: number; max?: number }
  | { type: 'boolean'; required?: true }
  | { type: 'list'; required?: true; min?: number; max?: number; member: MemberRule }
  | { type: 'map'; required?: true; min?: number; max?: number; key: MemberRule; value: MemberRule }
  | { type: 'structure'; required?: true; members: InputTable };

/** Constraints of a request structure by member name. Members that are not in the table are rejected. */
export type InputTable = { readonly [member: string]: MemberRule };
