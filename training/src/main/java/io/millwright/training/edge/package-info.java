/**
 * Models as machines without Spark or Java read them: ONNX. Invariant: what is written scores as the model does, to single precision.
 */
@NullMarked
package io.millwright.training.edge;

import org.jspecify.annotations.NullMarked;
