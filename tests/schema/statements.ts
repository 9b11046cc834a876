// The SQL of an operation as text for review: each statement once, formatted, in an order that no run changes.
import { type FormatOptionsWithLanguage, format } from 'sql-formatter';

const STYLE: FormatOptionsWithLanguage = { language: 'postgresql', expressionWidth: 100 };
/** What brackets a transaction, and what only a writer sends. */
const NO_READ =
  /^(begin|commit|set transaction|savepoint|release)\b|\b(insert into|delete from|for update|advisory_\w*lock)\b|^\s*(with\b.*\b)?update\b/is;

export function statementsText(operation: string, statements: readonly string[]): string {
  const times = Map.groupBy(
    statements.filter(text => !NO_READ.test(text)).map(text => text.replace(/ \[took [^\]]*\]$/, '')),
    text => text,
  );
  const parts = [...times]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, { length }]) => {
      const repeated = length > 1 ? `-- ${length} times\n` : '';
      return `${repeated}${format(text, STYLE)};\n`;
    });
  const count = [...times.values()].reduce((sum, { length }) => sum + length, 0);
  return [`-- ${operation}: ${count === 1 ? '1 statement' : `${count} statements`}\n`, ...parts].join('\n');
}
