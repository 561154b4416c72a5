import { CONFIG_KEYS, type ConfigKey, type ConfigSection } from '../packages/core/src/index.ts';

const HEAD = `# Configuration keys

Made from the code (\`packages/core/src/config\`); a test keeps it up to date. How values are set:
[configuration.md](configuration.md).
`;

/** Text of `docs/configuration-keys.md`: every key with its default, range and meaning, section by section. */
export function configurationPage(): string {
  const sections = [...new Set(CONFIG_KEYS.map((key) => key.section))];
  return `${[HEAD, ...sections.map(sectionText)].join('\n')}`;
}

function sectionText(section: ConfigSection): string {
  const rows = CONFIG_KEYS.filter((key) => key.section === section).map(rowText);
  return [
    `## ${section}`,
    '',
    '| key | default | allowed | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function rowText(key: ConfigKey): string {
  const unit = key.unit === null ? '' : `, in ${key.unit}`;
  const aliases = key.aliases.length === 0 ? '' : ` Also named \`${key.aliases.join('`, `')}\`.`;
  const follows = key.follows === null ? '' : ` Follows \`${key.follows}\` until it is set.`;
  const cells = [
    `\`${key.name}\``,
    `\`${String(key.default)}\``,
    `${key.allowed}${unit}`,
    key.help + aliases + follows,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
