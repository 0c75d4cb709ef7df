package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.TimeWindow;

/** When was trained, and when is tested. */
record TestFold(int fold, TimeWindow train, TimeWindow test, long trainRows, long testRows, long events) {}
