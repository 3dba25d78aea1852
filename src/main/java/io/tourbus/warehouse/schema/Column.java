package io.tourbus.warehouse.schema;

/**
 * A column of a table, or a field of a structure.
 *
 * @param description one or more sentences
 */
public record Column(String name, ColumnType type, String description) {}
