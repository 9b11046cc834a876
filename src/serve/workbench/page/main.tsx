// The web page: GraphiQL with a tab for each example.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import type { Example } from '../examples.ts';
import './page.css';

const endpoint = new URL('/graphql', location.href);
const socket = new URL(endpoint);
socket.protocol = socket.protocol.replace('http', 'ws');

/** The headers that GraphiQL sends go along with subscriptions too, as the first message. */
const fetcher = createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: socket.href });

async function loadExamples(): Promise<Example[]> {
  const response = await fetch('/workbench/examples.json');
  return response.ok ? ((await response.json()) as Example[]) : [];
}

const tabs = (await loadExamples()).map(({ query, variables }) => ({ query, variables }));
createRoot(document.getElementById('root')!).render(
  <GraphiQL fetcher={fetcher} defaultTabs={tabs} defaultEditorToolsVisibility={false}>
    <GraphiQL.Logo>cxgraph</GraphiQL.Logo>
  </GraphiQL>,
);
