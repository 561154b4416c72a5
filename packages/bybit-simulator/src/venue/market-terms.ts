import type { OrderTerms } from './order.ts';

/** A plain market order that is asked for by nobody's request. */
export function marketTerms(side: number, lots: number, others: Partial<OrderTerms> = {}): OrderTerms {
  return {
    linkId: '',
    side,
    type: 'Market',
    timeInForce: 'IOC',
    lots,
    priceTicks: 0,
    reduceOnly: false,
    closeOnTrigger: false,
    triggerTicks: 0,
    triggerDirection: 0,
    triggerBy: 'LastPrice',
    stopOrderType: '',
    createType: 'CreateByUser',
    protection: null,
    ...others,
  };
}
