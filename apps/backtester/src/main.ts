#!/usr/bin/env node
console.log('Auction Trader backtester: nothing to run yet.');
