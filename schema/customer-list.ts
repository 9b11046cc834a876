// Pages of customers, apart from Customer itself: accounts need them while customers need accounts.
import { Customer } from './customer.ts';
import { connectionOf } from './paging.ts';

export const CustomerConnection = connectionOf('Customer', () => Customer, 'customers');
