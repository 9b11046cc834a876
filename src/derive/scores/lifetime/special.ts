// Pure: the special functions of lifetime models, ready to call: the Cephes library, compiled.
import { compiled, lbeta, lgam } from 'cephes';

await compiled;

export { lbeta as logBeta, lgam as logGamma };
