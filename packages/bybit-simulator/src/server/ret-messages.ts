const MESSAGES: Readonly<Record<number, string>> = {
  0: 'OK',
  10000: 'Server Timeout',
  10001: 'Request parameter error.',
  10002: 'The request time exceeds the time window range.',
  10003: 'API key is invalid.',
  10004: 'Error sign, please check your signature generation algorithm.',
  10005: 'Permission denied, please check your API key permissions.',
  10006: 'Too many visits. Exceeded the API Rate Limit.',
  10010: "Unmatched IP, please check your API key's bound IP addresses.",
  10016: 'Internal server error.',
  10018: 'Exceeded the IP Rate Limit.',
  10019: 'The service is restarting.',
  10404: 'The op type is not found.',
  10429: 'System level frequency protection.',
  20001: 'Repeat auth.',
  20003: 'Too frequent requests under the same session.',
  20006: 'Duplicate reqId.',
  33004: 'Your api key has expired.',
  110001: 'Order does not exist.',
  110007: 'Available balance is insufficient.',
  110072: 'OrderLinkedID is duplicate',
};

/** The text that goes with a retCode where nothing better is known. Clients decide on codes only. */
export function retMessage(retCode: number): string {
  return MESSAGES[retCode] ?? `Error ${retCode}`;
}
