/** The jobs that Tourbus runs. */
package io.tourbus.job;
