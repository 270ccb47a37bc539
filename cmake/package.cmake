# What `cmake --install` puts where, and the Debian package made of the same. Why so: docs/decisions/0010-packaging.md.
include(GNUInstallDirs)
set(documents share/doc/husong)
set(made ${CMAKE_BINARY_DIR}/packaging)

# Without the time of the packing, so that the same source gives the same file.
function(husong_install_manual name)
    install(CODE "
        file(MAKE_DIRECTORY \"${made}\")
        execute_process(COMMAND gzip -9nc \"${CMAKE_SOURCE_DIR}/packaging/man/${name}\"
                        OUTPUT_FILE \"${made}/${name}.gz\" COMMAND_ERROR_IS_FATAL ANY)
    " COMPONENT server)
    install(FILES ${made}/${name}.gz DESTINATION share/man/man8 COMPONENT server)
endfunction()

set(pages ${CMAKE_SOURCE_DIR}/web/dist)
install(CODE "
    if(NOT EXISTS \"${pages}/index.html\")
        message(FATAL_ERROR \"the pages are not built: (cd web && npm run build)\")
    endif()
" COMPONENT server)
install(TARGETS husongd husongctl RUNTIME COMPONENT server)
install(DIRECTORY ${pages}/ DESTINATION share/husong/web COMPONENT server)
install(FILES packaging/husongd.toml DESTINATION share/husong COMPONENT server)
# The prefix is known only when it is installed: /usr in the package, /usr/local by default.
install(CODE "
    set(bindir \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
    set(docdir \"\${CMAKE_INSTALL_PREFIX}/${documents}\")
    configure_file(\"${CMAKE_SOURCE_DIR}/packaging/husongd.service.in\" \"${made}/husongd.service\" @ONLY)
" COMPONENT server)
install(FILES ${made}/husongd.service DESTINATION lib/systemd/system COMPONENT server)
install(FILES NOTICE README.md README.zh-CN.md docs/operations.md docs/registers.md DESTINATION ${documents} COMPONENT server)
husong_install_manual(husongd.8)
husong_install_manual(husongctl.8)
install(FILES LICENSE DESTINATION ${documents} COMPONENT licence)  # the package names Debian's copy of it

# Only in the package: dpkg knows an edited file of settings from its own, `cmake --install` would write over it.
install(FILES packaging/husongd.toml DESTINATION /etc/husong COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES packaging/debian/copyright DESTINATION ${documents} COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};husong;server;/;${CMAKE_BINARY_DIR};husong;debian;/")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)  # for what lies outside the prefix
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_NAME husong)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Husong project <husong@example.org>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "county's student-transport tracking server")
set(CPACK_PACKAGE_DESCRIPTION "Vehicle terminals (JT/T 808), phones and people report where a vehicle is and
how many are aboard; Husong compares that with the county's register while the
vehicle is moving, and tells the traffic policeman who types the plate whether
it may carry those students.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS nginx)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(scripts ${CMAKE_SOURCE_DIR}/packaging/debian)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${scripts}/conffiles ${scripts}/postinst ${scripts}/prerm ${scripts}/postrm)
include(CPack)
