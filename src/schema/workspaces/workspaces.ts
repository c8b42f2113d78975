import './pool.ts';
import './pool-mutations.ts';
import './session.ts';
