import './workspace.ts';
import './session.ts';
