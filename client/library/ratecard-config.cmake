include(CMakeFindDependencyMacro)
find_dependency(Protobuf)
find_dependency(absl CONFIG)
include(${CMAKE_CURRENT_LIST_DIR}/ratecard-targets.cmake)
