export { byTurn } from '../../agents/by-turn.ts';
