/** The tables of the warehouse: their columns, derived from the JSON schemas of the records, and their definition in SQL. */
package io.tourbus.warehouse.schema;
