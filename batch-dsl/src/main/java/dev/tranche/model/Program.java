package dev.tranche.model;

/** What a job runs: exactly one of four. */
public sealed interface Program permits Script, Executable, ContainerProgram, ContainerGroup {}
