import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './config-schema.ts';

/** What a configuration still lacks for trading with real money; empty when it may. */
export function liveProblems(config: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (config.risk.max_daily_loss === null) {
    problems.push({
      key: 'risk.max_daily_loss',
      message: 'risk.max_daily_loss is not set, and live trading needs a daily loss limit',
      hint: 'Set it to the loss of a day, in quote currency, at which trading stops.',
    });
  }
  if (!config.startup.require_manual_activation) {
    problems.push({
      key: 'startup.require_manual_activation',
      message: 'startup.require_manual_activation is false, and live trading is always activated by hand',
      hint: 'Set it to true, or leave it out.',
    });
  }
  return problems;
}
