const CATEGORIES = ['linear', 'spot', 'inverse', 'option'];
const CATEGORISED = ['order', 'execution', 'position'];
const PLAIN = [...CATEGORISED, 'wallet', 'greeks', 'execution.fast', 'dcp.future'];

const PRIVATE_TOPICS = new Set([
  ...PLAIN,
  ...CATEGORISED.flatMap((topic) => CATEGORIES.map((category) => `${topic}.${category}`)),
]);

/** Whether a private topic exists. */
export function isPrivateTopic(topic: string): boolean {
  return PRIVATE_TOPICS.has(topic);
}

/** Whether topics ask for one thing both with and without a category, which one request must not. */
export function mixesCategories(topics: readonly string[]): boolean {
  return topics.some(
    (topic) =>
      CATEGORISED.includes(topic) && CATEGORIES.some((category) => topics.includes(`${topic}.${category}`)),
  );
}
