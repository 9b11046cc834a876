// A program of its own that opens an embedded database, says where it is, and holds it until it is told or killed.
import { openEmbedded } from '../../../src/base/database/embedded/open.ts';

const database = await openEmbedded(process.argv[2]!, { fsync: 'off' });
process.send!({ url: database.url, adopted: database.adopted });
process.on('message', async () => {
  await database.stop();
  process.disconnect();
});
