// Pure: what a migration looks like as a file, and its place in the list.

export interface MigrationFile {
  /** Of the file without its ending, and in the database. */
  readonly name: string;
  readonly className: string;
  readonly text: string;
}

/** Named by the time, and later than the newest that is there. `title` are words such as "answer_channel". */
export function migrationFile(title: string, statements: readonly string[], now: Date, newest: string): MigrationFile {
  const words = title.split('_');
  const className = words.map(word => word[0]!.toUpperCase() + word.slice(1)).join('');
  const time = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const name = `${Math.max(Number(time), Number(newest.slice(0, 14)) + 1)}_${title}`;
  const text = `// ${className[0]}${title.slice(1).replaceAll('_', ' ')}: say here what for.
import { Migration } from '@mikro-orm/migrations';

export class ${className} extends Migration {
  override up(): void {
${statements.map(statement => `    this.addSql(${literal(statement)});\n`).join('')}    // By hand, below this line: what entities cannot say, such as functions, triggers and what becomes of the rows.
  }
}
`;
  return { name, className, text };
}

/** The list with one more at its end. */
export function listed(index: string, { name, className }: MigrationFile): string {
  const imports = `import { ${className} } from ${quoted(`./${name}.ts`)};\n`;
  const entry = `  { name: '${name}', class: ${className} },\n`;
  return index.replace(/(?<=;\n)(?=\nexport const)/, imports).replace(/(?=\];\n$)/, entry);
}

/** What stands between semicolons; a quoted one separates nothing. */
export function statementsOf(sql: string): string[] {
  return (sql.match(/(?:'[^']*'|[^';])+/g) ?? []).map(statement => statement.trim()).filter(text => text !== '');
}

/** A table with each column on a line of its own, anything else as it is. */
function literal(statement: string): string {
  const [, head, columns] = /^(create table "\w+" )\((.*)\)$/s.exec(statement) ?? [];
  if (head === undefined || columns === undefined) return quoted(statement);
  // A comma within brackets separates no columns.
  const lines = columns.split(/,\s+(?![^()]*\))/).map(column => `      ${column}`);
  return quoted(`${head}(\n${lines.join(',\n')}\n    )`);
}

/** Quoted as the formatter would. */
function quoted(text: string): string {
  const escaped = text.replace(/\\/g, '\\\\');
  return /['\n]/.test(text) ? `\`${escaped.replace(/`|\$\{/g, '\\$&')}\`` : `'${escaped}'`;
}
