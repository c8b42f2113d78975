import './managed-node.ts';
import './session.ts';
