// Parsed documents that are kept, so that one that comes again is neither parsed nor checked again.
import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Characters. A parsed document takes some hundred times the room of its text. */
const ALL = 500_000;
const EACH = 20_000;

export function createDocumentStore(): NonNullable<ApolloServerOptions<BaseContext>['documentStore']> {
  const cache = new LRUCache<string, DocumentNode>({
    maxSize: ALL,
    maxEntrySize: EACH,
    sizeCalculation: document => document.loc?.end || 1,
  });
  return {
    get: async key => cache.get(key),
    set: async (key, document) => void cache.set(key, document),
    delete: async key => cache.delete(key),
  };
}
