package io.tourbus.run;

import io.tourbus.model.Batch;

/**
 * What was made anew of a raw object.
 *
 * @param differs whether the records are others than those in the lake
 */
public record Remade(Batch batch, boolean differs) {}
