// Pages of customers, apart from Customer itself: accounts need them while customers need accounts.
import { connectionOf } from '../common/paging.ts';
import { Customer } from './customer.ts';

export const CustomerConnection = connectionOf('Customer', () => Customer, 'customers');
