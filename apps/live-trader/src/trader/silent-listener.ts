import type { SessionListener } from '@auction-trader/engine';

const nothing = () => {};

/** Hears nothing. */
export const SILENT_LISTENER: SessionListener = {
  onMinute: nothing,
  onLocalCommand: nothing,
  onEntrySubmitted: nothing,
  onEntryDropped: nothing,
  onFill: nothing,
  onFunding: nothing,
  onTradeClosed: nothing,
  onAlert: nothing,
  onChange: nothing,
  onOperatorRefused: nothing,
};
