/** SQL over the tables of the warehouse: read-only sessions, saved views and the output of results. */
package io.tourbus.warehouse.query;
