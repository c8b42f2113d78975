/** Texts of a block: they are searched together first. */
const BLOCK = 128;

/** Texts by slot that are searched for a part of them. */
export interface Words {
  write(slot: number, text: string): void;
  move(from: number, to: number): void;
  /** Removes the last text. */
  pop(): void;
  /** Makes the test of whether the text of a slot contains a text without line breaks. Valid until the next change. */
  finder(search: string): (slot: number) => boolean;
}

/** Creates texts that are searched in blocks: one search of a long text takes less than many of short ones. */
export function createWords(): Words {
  const texts: string[] = [];
  /** Joined texts by block; undefined where one has changed since. */
  const blocks: (string | undefined)[] = [];

  function write(slot: number, text: string): void {
    if (texts[slot] === text) return;
    texts[slot] = text;
    blocks[blockOf(slot)] = undefined;
  }

  function joined(block: number): string {
    const known = blocks[block];
    if (known !== undefined) return known;
    const text = texts.slice(block * BLOCK, (block + 1) * BLOCK).join('\n');
    blocks[block] = text;
    return text;
  }

  return {
    write,
    move: (from, to) => write(to, texts[from] as string),
    pop() {
      texts.pop();
      blocks[blockOf(texts.length)] = undefined;
    },
    finder(search) {
      /** By block: 1 where the text is found, 2 where it is not, 0 where it was not searched. */
      const found = new Uint8Array(blockOf(texts.length) + 1);
      return (slot) => {
        const block = blockOf(slot);
        if (found[block] === 0) found[block] = joined(block).includes(search) ? 1 : 2;
        return found[block] === 1 && (texts[slot] as string).includes(search);
      };
    },
  };
}

const blockOf = (slot: number): number => Math.floor(slot / BLOCK);
