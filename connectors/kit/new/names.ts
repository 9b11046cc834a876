// Which names a new connector may have.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For whoever asked for it. */
export class BadName extends Error {
  override readonly name = 'BadName';
}

const LONGEST = 30;
/** Code that must not name a connector, so that its words are none either. */
const NEUTRAL = [
  'src/**/*.{ts,tsx}',
  'schema/**/*.ts',
  'connectors/*.ts',
  'connectors/kit/**/*.ts',
  'tests/support/**/*.ts',
];

/** Throws BadName. */
export function checkName(root: string, name: string): void {
  if (name === '') throw new BadName('Give the name of the vendor, such as: npm run new:connector zendesk');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new BadName(
      `"${name}" cannot be a connector's name: use small letters, digits and single dashes, a letter first.`,
    );
  if (name.length > LONGEST)
    throw new BadName(`"${name}" is too long for a connector's name: ${LONGEST} characters at most.`);
  for (const taken of [`connectors/${name}`, `connectors/${name}.ts`, `tests/connectors/${name}`])
    if (existsSync(join(root, taken)))
      throw new BadName(`${taken} is there already: choose another name, or remove it first.`);
  const user = globSync(NEUTRAL, { cwd: root, exclude: ['**/node_modules/**'] }).find(file =>
    namesConnector(readFileSync(join(root, file), 'utf8'), [name]),
  );
  if (user)
    throw new BadName(`"${name}" is a word of the code (${user}): choose one that is not, such as "${name}-crm".`);
}

/**
 * Whether code names one of these connectors. Comments, and sentences that are shown to users, may give an example.
 */
export function namesConnector(text: string, connectors: readonly string[]): boolean {
  const code = text
    .replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
    .replace(/'[^'\n]*'/g, quoted => (quoted.includes(' ') ? '' : quoted));
  const words = code.match(/[A-Za-z]\w*/g) ?? [];
  return connectors.some(name => {
    if (new RegExp(`['"/]${name}['"/]`).test(code)) return true;
    const plain = name.replaceAll('-', '');
    return words.some(word => word.toLowerCase().startsWith(plain) && !/[a-z]/.test(word[plain.length] ?? ''));
  });
}
