/** The palette: what can be put on the canvas. The list, its search, and adding by click; dropping is the canvas's. */
export { Palette } from './Palette.tsx';
