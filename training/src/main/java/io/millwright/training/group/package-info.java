/**
 * A model for each of many groups, such as one for every machine, trained where the rows are.
 *
 * <p>Invariant: a group's model depends on its rows and the seed only, never on partitions or their order.
 */
@NullMarked
package io.millwright.training.group;

import org.jspecify.annotations.NullMarked;
