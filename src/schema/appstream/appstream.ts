import './associations.ts';
import './drain-session-instance.ts';
import './fleet.ts';
import './fleet-mutations.ts';
import './session.ts';
import './stack.ts';
