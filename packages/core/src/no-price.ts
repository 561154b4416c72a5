/** Stands for "no price" in Int32 price columns and fields. */
export const NO_PRICE = -2_147_483_648;
