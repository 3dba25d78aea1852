/** Reads settings from files, environment and command line, and collects what is wrong with them. */
package io.tourbus.settings;
