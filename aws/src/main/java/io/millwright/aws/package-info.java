/**
 * The one door to AWS: the model registry and feature store of the other rooms, on SageMaker. Until then the local
 * implementations are the complete ones, and {@code s3://} paths are the platform's.
 *
 * <p>Invariant: this is the only room that knows the AWS SDK, and no other room but {@code pipeline} knows it. It never
 * decides anything: it carries what it is given.
 */
@NullMarked
package io.millwright.aws;

import org.jspecify.annotations.NullMarked;
