/**
 * The one door to AWS: the model registry and the feature store of the other rooms on SageMaker, their figures in CloudWatch, their notices through SNS and
 * EventBridge. The local implementations are complete ones, and {@code s3://} paths are the platform's.
 *
 * <p>Invariant: this is the only room that knows the AWS SDK, and no other room but {@code pipeline} knows it. It never
 * decides anything: it carries what it is given.
 */
@NullMarked
package io.millwright.aws;

import org.jspecify.annotations.NullMarked;
