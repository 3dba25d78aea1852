/** Reads settings from files, environment and command line, validates them, and collects all problems. */
package io.tourbus.settings;
