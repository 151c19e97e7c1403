export type { Card, CardRow, HeatCell, Point, ReleaseRow, Report, Tile } from './types';
