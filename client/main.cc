#include "client/command.h"

int main(int argc, char** argv) { return ratecard::RunCli(argc, argv); }
