# SPDX-License-Identifier: Apache-2.0
"""A file server that is up only while a firmware or log job runs.

`drop` puts it together: HTTP (`http_server`) or passive FTP (`ftp_server`) below a
random path or with a random user, on the address that one charger can reach
(`addresses`). Uploads land in the folder of received files (`received`).
"""
