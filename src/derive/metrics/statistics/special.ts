// Pure: the special functions that distributions are made of, ready to call: the Cephes library, compiled.
import { compiled, erfc, igami, incbet, incbi, ndtri } from 'cephes';

await compiled;

export { erfc, igami, incbet, incbi, ndtri };
