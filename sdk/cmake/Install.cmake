# What a third party gets: headers, libaitb.so, the testing bricks, templates and find_package(AitbSdk).
include(CMakePackageConfigHelpers)
set(AITB_PACKAGE_FOLDER lib/cmake/AitbSdk)
install(TARGETS aitb EXPORT AitbSdkTargets LIBRARY DESTINATION lib COMPONENT sdk NAMELINK_COMPONENT sdk INCLUDES DESTINATION include)
if(TARGET aitb_testing)
  install(TARGETS aitb_testing EXPORT AitbSdkTargets ARCHIVE DESTINATION lib COMPONENT sdk)
endif()
install(DIRECTORY include/aitb DESTINATION include COMPONENT sdk FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
install(EXPORT AitbSdkTargets NAMESPACE Aitb:: DESTINATION ${AITB_PACKAGE_FOLDER} COMPONENT sdk)
configure_package_config_file(cmake/AitbSdkConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/AitbSdkConfig.cmake
  INSTALL_DESTINATION ${AITB_PACKAGE_FOLDER} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/AitbSdkConfigVersion.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/AitbSdkConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/AitbSdkConfigVersion.cmake
              cmake/AitbAddPlugin.cmake cmake/plugin.map
        DESTINATION ${AITB_PACKAGE_FOLDER} COMPONENT sdk)
install(DIRECTORY templates DESTINATION share/aitb COMPONENT sdk)
# The program looks for templates beside itself, in the build tree too.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/aitb)
file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/templates ${CMAKE_BINARY_DIR}/share/aitb/templates SYMBOLIC)
